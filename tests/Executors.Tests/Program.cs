using Granary.Executors;
using Granary.Executors.Tests.Handlers;
using Granary.Executors.Tests.Processes;

// Three programs in one, so that the suite needs no other binary: a worker of the pools under test, a host that is killed, and the tests.
return args switch
{
    ["worker", ..] => ExecutorWorker.Run(new TestModule()),
    ["host", var kind] => await VictimHost.RunAsync(kind),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
