namespace Granary.Embedded;

/// <summary>A key or a type name inside a grain id.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>
{
    private readonly string? _text;
    private readonly int _hash;

    private IdSpan(string text)
    {
        _text = text;
        _hash = StableHash.Of(text);
    }

    /// <summary>There is nothing in it.</summary>
    public bool IsDefault => _text is null;

    /// <summary>Makes one of a text.</summary>
    public static IdSpan Create(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return new IdSpan(id);
    }

    /// <summary>Same text.</summary>
    public static bool operator ==(IdSpan a, IdSpan b) => a.Equals(b);

    /// <summary>Other text.</summary>
    public static bool operator !=(IdSpan a, IdSpan b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(IdSpan obj) => _hash == obj._hash && string.Equals(_text, obj._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => _text ?? string.Empty;
}
