using System.Diagnostics;
using System.Globalization;

namespace Granary.Executors.Tests;

/// <summary>Signals to processes that tests started.</summary>
internal static class Signal
{
    public static async Task SendAsync(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {process}")])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        await kill.WaitForExitAsync();
    }

    /// <summary>It runs; one that has ended and waits to be collected does not.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return text[text.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
