using System.Collections.Immutable;
using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Runs.Documents;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Dispatch;

/// <summary>What class of resource each column of a run uses, told to the dispatcher before its first task.</summary>
internal static class RunDeclarations
{
    private const string Chat = "chat_completion";
    private const string Embedding = "embedding";

    /// <summary>One declaration per column, and per stage of processors behind them, by its index.</summary>
    public static ImmutableArray<TaskDeclaration> Of(RunProfile profile, CompiledRun run, IAliasDirectory aliases, int modelGroupCap)
    {
        var declarations = new TaskDeclarations(modelGroupCap);
        return
        [
            .. run.Works.Select(column =>
            {
                var columns = column.SideColumns.Prepend(column.Name);

                // An alias that left the document since: its calls are refused by name, which is a better answer than never starting them.
                return column.Alias is { } name && aliases.Find(name) is { } alias
                    ? declarations.Model(profile, [new AliasTarget(name, KeyOf(alias), Math.Max(1, alias.Cap))], column.Kind == Embedding ? Embedding : Chat, columns)
                    : TaskDeclarations.Local(profile, column.Name, columns);
            }),
        ];
    }

    private static ResourceKey KeyOf(ModelAlias alias) =>
        new(alias.Provider, alias.Model, Enum.TryParse<Domain>(alias.Domain, ignoreCase: true, out var domain) ? domain : Domain.Chat);
}
