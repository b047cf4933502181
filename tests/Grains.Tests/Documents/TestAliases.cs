using Granary.Abstractions.Models;

namespace Granary.Grains.Tests.Documents;

/// <summary>A provider document with two chat aliases and one for embeddings.</summary>
internal sealed class TestAliases : IAliasDirectory
{
    public long Revision => 1;

    public IReadOnlyList<ModelAlias> All { get; } =
    [
        new("embed", "local", "simulator", "sim-e", "embedding", 8, Hidden: false),
        new("judge", "local", "simulator", "sim-2", "chat", 8, Hidden: false),
        new("writer", "local", "simulator", "sim-1", "chat", 8, Hidden: false),
    ];

    public ModelAlias? Find(string name) => All.FirstOrDefault(a => a.Name == name);
}
