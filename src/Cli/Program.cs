using Granary.Cli;

return await CliProgram.RunAsync(args, CliEnvironment.System());
