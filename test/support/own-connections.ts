/**
 * Import this beside the engine. A process that runs one engine after the other may meet one that listens on the port of
 * an earlier one, and gRPC shares connections by address: the program would be given the failed one to the engine that
 * has ended ("No connection established. Last error: null").
 */
const {
  grpcClientOptions,
}: { grpcClientOptions: Record<string, unknown> } = require("@pulumi/pulumi/runtime/settings");

grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;
