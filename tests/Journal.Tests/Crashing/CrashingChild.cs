using System.Globalization;
using System.Runtime.CompilerServices;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Crashing;

/// <summary>
/// What the test's own executable does when it is started as the child of a crash test: writes a keyed store, says every acknowledged write on standard
/// output, and is killed by <see cref="KillingFiles"/> at the point its environment names.
/// </summary>
internal static class CrashingChild
{
    public const string FolderVariable = "GRANARY_CRASH_FOLDER";
    public const string PointVariable = "GRANARY_CRASH_POINT";
    public const int ValueBytes = 100_000;
    public const int Keys = 8;

    private const int Rounds = 40;

#pragma warning disable CA2255 // The executable is its own child: this is the only place before the test runner takes over.
    [ModuleInitializer]
    public static void RunIfChild()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
        {
            RunAsync(folder, Environment.GetEnvironmentVariable(PointVariable)!).GetAwaiter().GetResult();
            Environment.Exit(0);
        }
    }

    /// <summary>The value of a key in a round.</summary>
    public static byte[] Value(int key, int round) =>
        System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key} {round} ").PadRight(ValueBytes, '.'));

    private static async Task RunAsync(string folder, string point)
    {
        // "kill Delete 1" or "kill Create 4 fail Sync 9"
        var words = point.Split(' ');
        var files = new KillingFiles(
            Enum.Parse<DiskStep>(words[1]),
            int.Parse(words[2], CultureInfo.InvariantCulture),
            words.Length > 3 ? Enum.Parse<DiskStep>(words[4]) : null,
            words.Length > 3 ? int.Parse(words[5], CultureInfo.InvariantCulture) : 0);
        await using var store = await KeyedStore.OpenAsync(
            folder, new KeyedStoreOptions { SegmentBytes = 1 << 20 }, TimeProvider.System, files, CancellationToken.None);
        var etags = new string?[Keys];
        for (var round = 0; round < Rounds; round++)
        {
            for (var key = 0; key < Keys; key++)
            {
                // Key 0 is written once and lives on in segments that are rewritten around it.
                if (key == 0 && round > 0)
                {
                    continue;
                }

                try
                {
                    etags[key] = await store.PutAsync("t", $"{key}", Value(key, round), etags[key], CancellationToken.None);
                    await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{key} {round} {etags[key]}"));
                    await Console.Out.FlushAsync();
                }
                catch (JournalException failed) when (failed.Code == JournalErrorCodes.WriteFailed)
                {
                    continue;
                }
            }

            await store.Compaction;
        }
    }
}
