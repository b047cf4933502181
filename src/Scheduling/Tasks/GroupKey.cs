namespace Granary.Scheduling.Tasks;

/// <summary>
/// A group (flow): the tasks of a run that are served in turn as one. Two columns on one model are two groups. Immutable, equal by content.
/// </summary>
public sealed class GroupKey : IEquatable<GroupKey>
{
    private readonly int _hash;
    private string? _identityHash;

    /// <summary>Names a group.</summary>
    /// <exception cref="ArgumentException">An empty run or identity part.</exception>
    public GroupKey(string run, GroupKind kind, IEnumerable<string> identity, IEnumerable<string> columns)
    {
        string[] parts = [.. identity];
        if (run.Length == 0 || parts.Length == 0 || parts.Any(string.IsNullOrEmpty))
            throw new ArgumentException($"A group needs a run and an identity without empty parts, not '{run}' and '{string.Join('/', parts)}'.", nameof(identity));

        Run = run;
        Kind = kind;
        Identity = string.Join('\0', parts);
        Columns = string.Join('\0', columns);
        _hash = HashCode.Combine(run, kind, Identity, Columns);
    }

    /// <summary>The run it belongs to.</summary>
    public string Run { get; }

    /// <summary>Class of resource.</summary>
    public GroupKind Kind { get; }

    /// <summary>What of that class, parts joined by NUL.</summary>
    public string Identity { get; }

    /// <summary>The generator's output columns, joined by NUL.</summary>
    public string Columns { get; }

    /// <summary>16 hexadecimal digits that stand for the identity in events.</summary>
    public string IdentityHash => _identityHash ??= TaskId.ShortHash($"{Kind}\0{Identity}\0{Columns}");

    /// <inheritdoc/>
    public bool Equals(GroupKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Kind == other.Kind && Run == other.Run && Identity == other.Identity && Columns == other.Columns);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GroupKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => $"{Run} {Kind}:{Identity.Replace('\0', '/')} [{Columns.Replace('\0', ',')}]";
}
