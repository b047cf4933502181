using System.Text.Json;
using Granary.Journal;
using Granary.Journal.Inspection;

namespace Granary.Silo.Journal;

/// <summary>
/// <c>granary-silo journal inspect|verify|compact|export FOLDER</c>, which <c>granary journal</c> starts: work on the logs at or below a folder on this
/// machine. Inspecting, verifying and exporting change nothing and may run beside the process that writes; compacting needs the store closed.
/// </summary>
internal static class JournalTool
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;

    private const string Usage =
        """
        granary journal inspect FOLDER [--json]   what the logs at or below FOLDER hold, segment by segment
        granary journal verify FOLDER [--json]    read every record; exit 0 clean, 1 torn at the end, 2 corrupt
        granary journal compact FOLDER [--json]   give back the space of a closed store of grain state
        granary journal export FOLDER [--type N]  every record as one line of JSON, payload in base64
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var arguments = JournalToolArguments.Parse(args);
        if (arguments is null)
        {
            await error.WriteLineAsync(Usage);
            return BadUsage;
        }

        try
        {
            var logs = LogInspector.Find(arguments.Folder);
            if (logs.Count == 0)
            {
                await error.WriteLineAsync($"granary journal: '{arguments.Folder}' holds no log.");
                return BadUsage;
            }

            return arguments.Verb switch
            {
                "inspect" => await InspectAsync(logs, arguments, output, cancellationToken),
                "verify" => await VerifyAsync(logs, arguments, output, cancellationToken),
                "compact" => await CompactAsync(logs, arguments, output, error, cancellationToken),
                _ => await ExportAsync(logs, arguments, output, cancellationToken),
            };
        }
        catch (Exception refused) when (refused is JournalException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync("granary journal: " + refused.Message);
            return BadUsage;
        }
    }

    private static async Task<int> InspectAsync(IReadOnlyList<string> logs, JournalToolArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var log in logs)
        {
            var found = await LogInspector.InspectAsync(log, each: null, cancellationToken);
            await output.WriteLineAsync(arguments.Json ? JournalToolText.Json(found) : JournalToolText.Inspection(found));
        }

        return Done;
    }

    private static async Task<int> VerifyAsync(IReadOnlyList<string> logs, JournalToolArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var worst = LogCondition.Clean;
        foreach (var log in logs)
        {
            var found = await LogInspector.InspectAsync(log, each: null, cancellationToken);
            worst = found.Condition > worst ? found.Condition : worst;
            await output.WriteLineAsync(arguments.Json ? JournalToolText.Json(found) : JournalToolText.Verification(found));
        }

        return (int)worst;
    }

    private static async Task<int> CompactAsync(
        IReadOnlyList<string> logs, JournalToolArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var result = Done;
        foreach (var log in logs)
        {
            var found = await LogInspector.InspectAsync(log, each: null, cancellationToken);
            if (!KeyedStore.Holds(found.RecordsByType.Keys))
            {
                await error.WriteLineAsync($"granary journal: '{log}' is no store of grain state; only the process that owns it knows what it still needs.");
                result = Failed;
                continue;
            }

            await using var store = await KeyedStore.OpenAsync(log, TimeProvider.System, cancellationToken);
            var done = await store.CompactAsync();
            await output.WriteLineAsync(arguments.Json
                ? JsonSerializer.Serialize(new { folder = log, entries = done.Entries, bytesBefore = done.BytesBefore, bytesAfter = done.BytesAfter })
                : $"{log}: {done.Entries} values, {JournalToolText.Size(done.BytesBefore)} → {JournalToolText.Size(done.BytesAfter)}");
        }

        return result;
    }

    private static async Task<int> ExportAsync(IReadOnlyList<string> logs, JournalToolArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var worst = LogCondition.Clean;
        foreach (var log in logs)
        {
            // Written as it is read: a log is larger than memory.
            var found = await LogInspector.InspectAsync(
                log,
                record =>
                {
                    if (arguments.Type is null || arguments.Type == record.Type)
                    {
                        output.WriteLine(JournalToolText.Line(log, record));
                    }
                },
                cancellationToken);
            worst = found.Condition > worst ? found.Condition : worst;
        }

        return worst == LogCondition.Corrupt ? (int)worst : Done;
    }
}
