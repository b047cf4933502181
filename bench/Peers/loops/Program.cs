using Granary.Peers.Loops;

switch (args)
{
    case ["serve", .. var rest]:
        return await BenchServer.RunAsync(rest);
    case ["run", .. var rest]:
        return await SideBySide.RunAsync(rest);
    case ["clients", .. var rest]:
        return await Clients.RunAsync(rest);
    case ["calls", .. var rest]:
        return await CallCounts.RunAsync(rest);
    case ["wake"]:
        return await WakeLatency.RunAsync();
    case ["stall"]:
        return await Stalls.RunAsync();
    case ["idle", .. var rest]:
        return await IdleUse.RunAsync(rest);
    case ["churn", .. var rest]:
        return await Churn.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync("loops-bench: serve | run http1|h2c rounds seconds [connections] [servers] [path] [share] | calls http1|h2c requests connections [servers] | clients backend inline|pool | wake | stall | idle connections seconds | churn backend seconds");
        return 2;
}
