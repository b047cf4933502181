namespace Granary.Cli;

/// <summary>What the shell sees.</summary>
internal static class ExitCode
{
    /// <summary>Done; run complete.</summary>
    public const int Done = 0;

    /// <summary>The run failed or was cancelled.</summary>
    public const int Failed = 1;

    /// <summary>Usage, unreadable file, 400, 413, 415, 422.</summary>
    public const int BadInput = 2;

    /// <summary>The run ended short or early.</summary>
    public const int Short = 3;

    /// <summary>No server.</summary>
    public const int NoServer = 4;

    /// <summary>The server refused; the text has reason and hint.</summary>
    public const int Refused = 5;

    /// <summary>Interrupted; what was started goes on.</summary>
    public const int Interrupted = 130;
}
