using System.Diagnostics;

namespace Granary.Executors.Worker;

/// <summary>
/// Standard input is a pipe whose only write end is the host's. Its end is the host's end: the process then kills itself, whatever its other threads do.
/// The kernel's parent-death signal would not do: it follows the starting thread, not the process.
/// </summary>
internal static class Lifeline
{
    public static void Watch()
    {
        var input = Console.OpenStandardInput();
        Console.SetIn(TextReader.Null);
        new Thread(() => Wait(input)) { IsBackground = true, Name = "lifeline", Priority = ThreadPriority.Highest }.UnsafeStart();
    }

    private static void Wait(Stream input)
    {
        Span<byte> nothing = stackalloc byte[64];
        try
        {
            while (input.Read(nothing) > 0)
            {
                // The host writes nothing; whatever comes does not matter.
            }
        }
        catch (IOException)
        {
            // As good as its end.
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
