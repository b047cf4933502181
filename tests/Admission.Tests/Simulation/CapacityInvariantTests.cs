namespace Granary.Admission.Tests.Simulation;

/// <summary>S1, S2, S5 and S6 of docs/algorithms/capacity-protocol.md after every step of random worlds, and that work gets done after faults.</summary>
public sealed class CapacityInvariantTests
{
    [Fact]
    public void Rules_hold_in_a_quiet_world() => Worlds(15, static random => new SimulationOptions(random.Next(1, 6), random.Next(1, 40)));

    [Fact]
    public void Rules_hold_with_loss_duplication_and_reordering() => Worlds(
        25, static random => new SimulationOptions(random.Next(1, 6), random.Next(1, 40), Loss: 0.15, Duplication: 0.15, DelayMost: 2));

    [Fact]
    public void Rules_hold_through_crashes_restarts_and_duplicate_ledgers() => Worlds(
        35, static random => new SimulationOptions(
            random.Next(1, 6), random.Next(1, 40), Loss: 0.1, Duplication: 0.1, DelayMost: 1, Crashes: 0.2, StorageErrors: 0.1));

    [Fact]
    public void Every_world_comes_to_rest_when_nobody_asks_any_more()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var world = new World(seed, new SimulationOptions(3, 12, Loss: 0.1, DelayMost: 1, Crashes: 0.1));
            world.Run(40);
            world.Finish(300);
            Assert.True(world.Agents.All(static a => a.Core.Waiters == 0), $"seed {seed}: somebody still waits");
            foreach (var agent in world.Agents)
            {
                var wake = agent.Core.NextWake(world.Now);
                Assert.True(double.IsPositiveInfinity(wake), $"seed {seed}: at {world.Now} an idle agent wants to be woken at {wake}: {agent.Core.Snapshot(Domain.Chat, world.Now)}");
            }

            Assert.True(world.Shares == 0, $"seed {seed}: a share was kept");

            // A ledger works out what time has changed when it is asked: ghosts that a move brought along are over by then.
            Assert.True((world.Ledger.View(Domain.Chat, world.Now)?.Outstanding ?? 0) == 0, $"seed {seed}: the ledger still counts permits as lent");
        }
    }

    private static void Worlds(int count, Func<Random, SimulationOptions> options)
    {
        for (var seed = 1; seed <= count; seed++)
        {
            var world = new World(seed, options(new Random(seed)));
            world.Run(60);
            Assert.True(world.Admitted > 10, $"seed {seed}: only {world.Admitted} calls were admitted");
        }
    }
}
