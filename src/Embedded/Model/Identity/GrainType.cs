namespace Granary.Embedded;

/// <summary>Name of a grain class in grain ids.</summary>
public readonly struct GrainType : IEquatable<GrainType>
{
    /// <summary>Makes one.</summary>
    public GrainType(IdSpan id) => Value = id;

    /// <summary>There is nothing in it.</summary>
    public bool IsDefault => Value.IsDefault;

    /// <summary>The name.</summary>
    public IdSpan Value { get; }

    /// <summary>Makes one of a text.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <summary>Same name.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Other name.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => Value.Equals(obj.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
