using Granary.Admission;
using Granary.Scheduling.Columns;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;
using Granary.Scheduling.Windows;

namespace Granary.Scheduling.Tests.Windows;

/// <summary>Columns are written as <c>name:kind:upstream,…</c>; kind is l for local, or the model it calls.</summary>
public sealed class DeferredReachTests
{
    [Theory]
    [InlineData("a:x", "a", true)]
    [InlineData("a:x", "", false)]
    [InlineData("a:x b:x", "a", true)]
    [InlineData("a:x b:y", "a", false)]
    [InlineData("a:x b:y:a", "a", true)]
    [InlineData("a:x b:y:a", "b", false)]
    [InlineData("s:l a:x:s", "a", true)]
    [InlineData("s:l t:l:s a:x:t", "a", true)]
    [InlineData("s:l a:x:s b:y:s", "a", false)]
    [InlineData("s:l a:x:s z:l:a", "a", true)]
    [InlineData("s:l lone:l a:x:s", "a", false)]
    [InlineData("s:l a:x:s b:y:s", "a b", true)]
    public void Trouble_covers_a_whole_group_or_it_does_not(string columns, string deferred, bool covers)
    {
        var run = Work.Run();
        var declarations = new TaskDeclarations(8);
        var parts = columns.Split(' ').Select(column => column.Split(':')).ToArray();
        var names = parts.Select(part => part[0]).ToList();
        var graph = ColumnGraph.Build(parts.Select(part => new ColumnNode(
            part[0], part.Length < 3 ? [] : [.. part[2].Split(',').Select(name => names.IndexOf(name))]))).Graph!;
        var declared = parts.Select(part => part[1] == "l"
            ? TaskDeclarations.Local(run, part[0], [part[0]])
            : declarations.Model(run, [new AliasTarget(part[1], new ResourceKey("p", part[1], Domain.Chat))], "chat", [part[0]])).ToArray();

        Assert.Equal(covers, DeferredReach.CoversAll(graph, declared, column => deferred.Split(' ').Contains(names[column])));
    }
}
