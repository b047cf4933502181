using Granary.ExecutorPeers;
using Granary.Executors;

return args switch
{
    ["worker", ..] => ExecutorWorker.Run(new PeerModule()),
    ["peers"] => await PeersScenario.RunAsync(),
    ["calm"] => await CalmScenario.RunAsync(),
    ["trip", var only] => await TripScenario.RunAsync(only),
    ["trip"] => await TripScenario.RunAsync(),
    ["pong", var path] => Relay.Pong(path),
    ["cancel"] => await CancelScenario.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("scenarios: peers, trip, calm, cancel");
    return 2;
}
