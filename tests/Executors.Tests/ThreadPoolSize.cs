using System.Runtime.CompilerServices;

namespace Granary.Executors.Tests;

/// <summary>The tests block pool threads on purpose; without enough of them the ThreadPool would add one only every half second.</summary>
internal static class ThreadPoolSize
{
#pragma warning disable CA2255 // A test assembly is an application in this respect.
    [ModuleInitializer]
    public static void Raise() => ThreadPool.SetMinThreads(32, 32);
#pragma warning restore CA2255
}
