import { createEnvironment } from "./program";

export const { models } = createEnvironment();
