using Granary.Abstractions.Executors;
using Granary.Executors.Pools;

namespace Granary.Executors.Tests.Pools;

/// <summary>A controller whose effects a test performs by hand, in virtual time. Jitter is in the middle, so delays are exact.</summary>
internal sealed class ScriptedPool
{
    private const double Jitter = 0.5;

    public ScriptedPool(ExecutorPoolOptions options)
    {
        Controller = new PoolController(ExecutorPoolSettings.From("test", options));
        Apply(effects => Controller.Begin(Now, effects));
    }

    public PoolController Controller { get; }

    public TimeSpan Now { get; private set; }

    public ExecutorPoolState State => Controller.State;

    public List<string> Started { get; } = [];

    public List<PoolWorker> Starting { get; } = [];

    public List<PoolWorker> Ended { get; } = [];

    public List<PoolWorker> Killed { get; } = [];

    public List<PoolWorker> Alive { get; } = [];

    public ScriptedTask Submit(string name, int lane = -1, bool mayRepeat = false, TimeSpan? timeLeft = null, byte priority = ExecutorPriority.Standard)
    {
        var task = ScriptedTask.Of(name, lane, mayRepeat, timeLeft, priority);
        Apply(effects => Controller.Submit(task, Now, effects));
        return task;
    }

    public void Finish(ScriptedTask task) => Apply(effects => Controller.Finish(task, task.Worker!, null, Now, effects));

    public void Fail(ScriptedTask task) => Apply(effects => Controller.Finish(task, task.Worker!, TaskFailureCodes.Failed, Now, effects));

    public void Cancel(ScriptedTask task) => Apply(effects => Controller.Cancel(task, Now, effects));

    /// <summary>The worker started first is ready.</summary>
    public void Ready()
    {
        var worker = Starting[0];
        Starting.RemoveAt(0);
        Apply(effects => Controller.WorkerReady(worker, Now, effects));
    }

    /// <summary>The worker started first ends instead.</summary>
    public void Fail(string how)
    {
        var worker = Starting[0];
        Gone(worker, how);
    }

    public void Gone(PoolWorker worker) => Gone(worker, "it ended");

    public void Advance(TimeSpan by) => AdvanceTo(Now + by);

    public void AdvanceUntil(Func<bool> condition)
    {
        while (!condition())
        {
            AdvanceTo(Controller.NextDue ?? throw new InvalidOperationException("Nothing is due and the condition does not hold."));
        }
    }

    public void Apply(Action<List<PoolEffect>> command)
    {
        var effects = new List<PoolEffect>();
        command(effects);
        foreach (var effect in effects)
        {
            var task = (ScriptedTask?)effect.Task;
            switch (effect.Kind)
            {
                case PoolEffectKind.Start:
                    Started.Add(task!.Name);
                    task.Starts++;
                    break;
                case PoolEffectKind.Settle:
                    (task!.Status, task.Code) = (effect.Status, effect.Code);
                    task.Settled++;
                    break;
                case PoolEffectKind.StartWorker:
                    Starting.Add(effect.Worker!);
                    Alive.Add(effect.Worker!);
                    break;
                case PoolEffectKind.EndWorker:
                    Ended.Add(effect.Worker!);
                    break;
                case PoolEffectKind.KillWorker:
                    Killed.Add(effect.Worker!);
                    Starting.Remove(effect.Worker!);
                    break;
            }
        }
    }

    private void Gone(PoolWorker worker, string how)
    {
        Starting.Remove(worker);
        Alive.Remove(worker);
        Apply(effects => Controller.WorkerGone(worker, how, Now, Jitter, effects));
    }

    private void AdvanceTo(TimeSpan target)
    {
        while (Controller.NextDue <= target)
        {
            Now = Controller.NextDue.Value > Now ? Controller.NextDue.Value : Now;
            Apply(effects => Controller.Tick(Now, effects));
        }

        Now = target;
    }
}
