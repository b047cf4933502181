namespace Granary.Executors.Protocol;

/// <summary>Variables of the environment in which a worker is started.</summary>
internal static class WorkerVariables
{
    /// <summary>Path of the socket to connect to.</summary>
    public const string Socket = "GRANARY_WORKER_SOCKET";

    /// <summary>What its hello must show, once.</summary>
    public const string Token = "GRANARY_WORKER_TOKEN";

    /// <summary>Its number in its pool.</summary>
    public const string Number = "GRANARY_WORKER_NUMBER";

    /// <summary>Its pool.</summary>
    public const string Pool = "GRANARY_WORKER_POOL";

    /// <summary>.NET: paths of plug-in assemblies, a JSON array.</summary>
    public const string Assemblies = "GRANARY_WORKER_ASSEMBLIES";

    /// <summary>Python: file, module, path and handlers, a JSON object.</summary>
    public const string Python = "GRANARY_WORKER_PYTHON";
}
