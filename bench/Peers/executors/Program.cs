using Granary.ExecutorPeers;
using Granary.Executors;

return args switch
{
    ["worker", ..] => ExecutorWorker.Run(new PeerModule()),
    ["peers"] => await PeersScenario.RunAsync(),
    ["calm"] => await CalmScenario.RunAsync(),
    ["cancel"] => await CancelScenario.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("scenarios: peers, calm, cancel");
    return 2;
}
