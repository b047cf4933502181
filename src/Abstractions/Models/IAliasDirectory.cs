namespace Granary.Abstractions.Models;

/// <summary>
/// The aliases of the provider document that is in force in this process. Thread-safe; a reload swaps the whole snapshot, so two calls may
/// see two revisions, but one <see cref="ModelAlias"/> is never half old and half new.
/// </summary>
public interface IAliasDirectory
{
    /// <summary>Rises with every document that was accepted.</summary>
    long Revision { get; }

    /// <summary>Every alias, ordered by name.</summary>
    IReadOnlyList<ModelAlias> All { get; }

    /// <summary>The alias of that name (ordinal, case-sensitive), or null.</summary>
    ModelAlias? Find(string name);
}
