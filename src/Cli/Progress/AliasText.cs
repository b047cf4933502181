using System.Globalization;

using Granary.Cli.Server;

namespace Granary.Cli.Progress;

/// <summary>One line about an alias: the limit in force, what uses it, what changed it.</summary>
internal static class AliasText
{
    public static string Line(AliasStatus alias)
    {
        if (alias.State is not { } state)
        {
            return $"{alias.Name}: {alias.Provider}/{alias.Model}, cap {alias.Cap}, not used yet";
        }

        var waiting = state.Waiting.Values.Sum();
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{alias.Name}: limit {state.Limit} of cap {state.Cap}, {state.InFlight} in flight, {waiting} waiting, {state.RateLimited} rate limits");
        if (state.BlockedForMs > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", blocked for {state.BlockedForMs / 1000:0.0} s");
        }

        if (state.Gate != "open")
        {
            text += $", gate {state.Gate}";
        }

        if (state.LastChange is { } change)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", last change {change.From} → {change.To} ({change.Cause}, {change.AgoMs / 1000:0} s ago)");
        }

        return text;
    }
}
