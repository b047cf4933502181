using Granary.Peers.Loops;

return args switch
{
    ["serve", .. var rest] => await BenchServer.RunAsync(rest),
    _ => await Task.FromResult(2),
};
