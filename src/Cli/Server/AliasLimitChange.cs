namespace Granary.Cli.Server;

/// <summary>The last change of a limit.</summary>
internal sealed record AliasLimitChange(int From, int To, string Cause, double AgoMs);
