namespace Granary.Grains.Jobs.Running;

/// <summary>
/// The jobs of one pool that wait for their turn on this silo. Tenants are served in turn, each in its own order of arrival, so that nobody is
/// forgotten behind somebody else's thousands. Not thread-safe.
/// </summary>
internal sealed class JobLine
{
    private readonly Dictionary<string, LinkedList<JobTurn>> _tenants = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _round = new();
    private readonly Dictionary<string, LinkedListNode<JobTurn>> _turns = new(StringComparer.Ordinal);

    /// <summary>Attempts of this pool that are under way here.</summary>
    public int Running { get; set; }

    /// <summary>Jobs that wait.</summary>
    public int Count => _turns.Count;

    /// <summary>Everything that waits.</summary>
    public IEnumerable<JobTurn> Turns => _turns.Values.Select(static node => node.Value);

    public void Add(JobTurn turn)
    {
        if (!_tenants.TryGetValue(turn.Tenant, out var line))
        {
            line = _tenants[turn.Tenant] = new LinkedList<JobTurn>();
        }

        if (line.Count == 0)
        {
            _round.AddLast(turn.Tenant);
        }

        _turns[turn.JobId] = line.AddLast(turn);
    }

    /// <summary>The next one: the first of the tenant whose turn it is; that tenant goes to the end of the round.</summary>
    public JobTurn? Take()
    {
        if (_round.First is not { } tenant)
        {
            return null;
        }

        _round.RemoveFirst();
        var line = _tenants[tenant.Value];
        var turn = line.First!.Value;
        line.RemoveFirst();
        _turns.Remove(turn.JobId);
        if (line.Count > 0)
        {
            _round.AddLast(tenant);
        }
        else
        {
            _tenants.Remove(turn.Tenant);
        }

        return turn;
    }
}
