// The entry for other languages: every component, by relative path, as the analyzer does not follow the name of the package.
export { ModelService } from "./components/model-service";
export { ModelStorage } from "./components/model-storage";
