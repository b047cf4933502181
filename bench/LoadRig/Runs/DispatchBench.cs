using System.Diagnostics;

using Granary.Admission;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.LoadRig.Runs;

/// <summary>
/// What one task costs the dispatcher: a cycle (its end, then select, lease and take out the next one), its enqueueing, and its bytes while it is queued. Medians of
/// nine rounds after one that warms up; each round measures all numbers of groups one after the other, so that a noisy moment of the machine hits them alike.
/// </summary>
internal static class DispatchBench
{
    private const int Held = 64;
    private const int Cycles = 100_000;
    private const int Rounds = 9;
    private static readonly int[] Groups = [1, 8, 64, 256];

    public static Task RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("| work | queued | groups | cycle, ns | against the least | enqueue, ns | bytes per queued task |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var model in new[] { false, true })
        {
            foreach (var queued in new[] { 1_000, 10_000, 100_000 })
            {
                var rounds = new List<(double Cycle, double Enqueue, double Bytes)>[Groups.Length];
                for (var round = -1; round < Rounds; round++)
                {
                    for (var i = 0; i < Groups.Length; i++)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        var measured = Measure(model, Groups[i], queued);
                        (rounds[i] ??= []).Add(measured);
                        if (round < 0)
                        {
                            rounds[i].Clear();
                        }
                    }
                }

                var cycles = rounds.Select(static of => Median(of, static r => r.Cycle)).ToArray();
                for (var i = 0; i < Groups.Length; i++)
                {
                    Console.WriteLine(FormattableString.Invariant(
                        $"| {(model ? "model" : "local")} | {queued} | {Groups[i]} | {cycles[i]:0} | {cycles[i] / cycles.Min():0.00} | {Median(rounds[i], static r => r.Enqueue):0} | {Median(rounds[i], static r => r.Bytes):0} |"));
                }
            }
        }

        return Task.CompletedTask;
    }

    private static (double Cycle, double Enqueue, double Bytes) Measure(bool model, int groups, int queued)
    {
        var run = new RunProfile("r");
        var declarations = new TaskDeclarations(256);
        var all = Enumerable.Range(0, groups).Select(i => Declare(run, declarations, i, model)).ToArray();
        var effects = new DispatchEffects();
        var core = new DispatcherCore(new DispatcherSettings { Admission = new TaskAdmissionSettings { SubmissionCapacity = Held } }, incarnation: 1);
        core.Apply(new AddRunCommand(run, [.. all]), 0, effects);
        foreach (var key in all.Select(static group => group.RequestKey).OfType<ResourceKey>())
        {
            core.Apply(new ChangeCapacityCommand(key, Held), 0, effects);
        }

        var leases = new Queue<TaskLease>();
        long row = 0;
        var one = new QueuedTask[1];
        for (var i = 0; i < Held; i++)
        {
            Enqueue();
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < queued; i++)
        {
            Enqueue();
        }

        var enqueue = watch.Elapsed.TotalNanoseconds / queued;
        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / queued;
        if (core.Queued != queued)
        {
            throw new InvalidOperationException($"{core.Queued} queued");
        }

        // Ends and enqueueings in turn, so that the queue stays as long as it is; what enqueueing costs was measured.
        watch.Restart();
        for (var i = 0; i < Cycles; i++)
        {
            core.Apply(new EndTaskCommand(leases.Dequeue(), TaskEnd.Ok), 0, effects);
            Take();
            Enqueue();
        }

        return ((watch.Elapsed.TotalNanoseconds / Cycles) - enqueue, enqueue, bytes);

        void Enqueue()
        {
            var number = (int)(row % all.Length);
            one[0] = new QueuedTask(new TaskKey("r", number, 0, ++row, TaskType.Cell), all[number]);
            core.Apply(new EnqueueCommand(one), 0, effects);
            Take();
        }

        void Take()
        {
            foreach (var lease in effects.Spawns)
            {
                leases.Enqueue(lease);
            }
        }
    }

    // Model groups share 16 endpoints: more than a large run uses.
    private static TaskDeclaration Declare(RunProfile run, TaskDeclarations declarations, int number, bool model)
    {
        var name = $"c{number}";
        return model
            ? declarations.Model(run, [new AliasTarget(name, new ResourceKey("p", $"m{number % 16}", Domain.Chat), Held)], "chat_completion", [name])
            : TaskDeclarations.Local(run, name, [name]);
    }

    private static double Median<T>(IEnumerable<T> rounds, Func<T, double> of)
    {
        double[] sorted = [.. rounds.Select(of).Order()];
        return sorted[sorted.Length / 2];
    }
}
