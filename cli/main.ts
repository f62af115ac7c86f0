import { Command } from "commander";
import { describeFailure } from "./failure";
import { runFit } from "./fit";
import { runLocalDown } from "./local-down";
import { runLocalUp } from "./local-up";

/** Runs the command line; ends the process with 0 when all went well, else with 1 and the reason on stderr. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`\n${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

function createProgram(): Command {
  const program = new Command("llmd").description(
    "Serve large language models on Kubernetes with llm-d",
  );
  program
    .command("fit")
    .description("say what the memory of devices holds, by arithmetic; --help for its options")
    .helpOption(false)
    .allowUnknownOption()
    .argument("[words...]")
    .action(() => {
      process.exitCode = runFit(process.argv.slice(3));
    });
  const local = program
    .command("local")
    .description("the embedded control plane: real Kubernetes, fake nodes, this machine only");
  local
    .command("up")
    .description("deploy a stack on it, starting what does not run yet")
    .option("-s, --stack <name>", "stack of stacks/config", "local")
    .action(runLocalUp);
  local
    .command("down")
    .description("end it and remove everything that it wrote")
    .action(runLocalDown);
  return program;
}
