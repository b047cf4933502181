using System.Reflection;

namespace Granary.Silo;

/// <summary>What was built, and on which grain runtime.</summary>
internal static class BuildIdentity
{
    /// <summary><c>Embedded</c> or <c>Orleans</c>.</summary>
    public const string Runtime =
#if GRAIN_RUNTIME_ORLEANS
        "Orleans";
#else
        "Embedded";
#endif

    /// <summary>Version without build metadata.</summary>
    public static string Version { get; } =
        typeof(BuildIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>One line for people.</summary>
    public static string Text => $"granary-silo {Version} ({Runtime})";
}
