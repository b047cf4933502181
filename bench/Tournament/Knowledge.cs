namespace Granary.Tournament;

/// <summary>How a caller knows of a provider's rates.</summary>
internal enum Knowledge
{
    /// <summary>Configured.</summary>
    Known,

    /// <summary>The answers' fields say it.</summary>
    Fields,

    /// <summary>Nobody says it; refusals say that it was a rate.</summary>
    Unknown,
}
