namespace Granary.Embedded.Runtime;

/// <summary>
/// The queue of one activation: its turns and the continuations of its awaits, in the order they became ready. At most one item runs at any moment,
/// whatever threads they come from; that is what makes grain code single-threaded. Items run with this as current task scheduler, so awaits come back.
/// </summary>
internal sealed class ActivationScheduler(Activation activation, TurnExecutor executor) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Items run in a row before others get the thread.</summary>
    private const int Burst = 64;

    private readonly Lock _gate = new();
    private readonly Queue<object> _items = new();
    private bool _posted;
    private bool _dead;

    public override int MaximumConcurrencyLevel => 1;

    public override string ToString() => activation.ToString();

    /// <summary>Runs the action as a turn.</summary>
    public void Enqueue(Action item) => Add(item);

    /// <summary>Drops what is queued and what comes later: the silo died.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _dead = true;
            _items.Clear();
        }
    }

    public void Execute()
    {
        var before = RuntimeContext.Activation;
        RuntimeContext.Activation = activation;
        try
        {
            for (var i = 0; i < (executor.OneTurnAtATime ? 1 : Burst); i++)
            {
                object? item;
                lock (_gate)
                {
                    if (!_items.TryDequeue(out item))
                    {
                        _posted = false;
                        return;
                    }
                }

                Run(item);
            }
        }
        finally
        {
            RuntimeContext.Activation = before;
        }

        lock (_gate)
        {
            if (_items.Count == 0)
            {
                _posted = false;
                return;
            }
        }

        executor.Post(this);
    }

    protected override void QueueTask(Task task) => Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Activation, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _items.OfType<Task>()];
        }
    }

    private void Run(object item)
    {
        if (item is Task task)
        {
            TryExecuteTask(task);
        }
        else
        {
            // As a task of this scheduler, so that the awaits in it find their way back. Made here, where the execution context is empty.
            new Task((Action)item, CancellationToken.None, TaskCreationOptions.DenyChildAttach).RunSynchronously(this);
        }
    }

    private void Add(object item)
    {
        lock (_gate)
        {
            if (_dead)
            {
                return;
            }

            _items.Enqueue(item);
            if (_posted)
            {
                return;
            }

            _posted = true;
        }

        executor.Post(this);
    }
}
