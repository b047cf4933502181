using Granary.Journal.Writing;

namespace Granary.Journal.Keyed;

/// <summary>
/// One write of a keyed store. It is checked against the newest accepted version in the same step that gives it its own, so of two writers that name
/// one version exactly one gets its place.
/// </summary>
internal sealed class KeyedWrite(KeyedTables tables, byte type, string table, string key, ReadOnlyMemory<byte> payload, long? expected)
    : AppendRequest(type, [payload])
{
    public string Table => table;

    public string Key => key;

    /// <summary>The version that must be the newest accepted one (0: there must be none); null: whatever there is.</summary>
    public long? Expected => expected;

    /// <summary>If it was turned away: the newest accepted version.</summary>
    public long Found { get; private set; }

    /// <summary>If it was turned away: the write under way that it was checked against.</summary>
    public KeyedWrite? Behind { get; private set; }

    protected override bool OnAccept(long firstSequence)
    {
        (var accepted, Found, Behind) = tables.Accept(this);
        return accepted;
    }

    protected override void OnDurable() => tables.Commit(this);

    protected override void OnFailed() => tables.Withdraw(this);
}
