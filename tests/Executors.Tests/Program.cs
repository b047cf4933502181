using Granary.Executors;
using Granary.Executors.Tests.Handlers;
using Granary.Executors.Tests.Processes;

// Several programs in one, so that the suite needs no other binary: a worker of the pools under test, hosts that are watched or killed from outside, and the tests.
return args switch
{
    ["worker", ..] => ExecutorWorker.Run(new TestModule()),
    ["host", var kind] => await VictimHost.RunAsync(kind),
    ["descriptors", var kind] => await DescriptorHost.RunAsync(kind),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
