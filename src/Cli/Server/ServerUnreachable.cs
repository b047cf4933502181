namespace Granary.Cli.Server;

/// <summary>Nobody answers at the address, or the answer broke off.</summary>
internal sealed class ServerUnreachable(Uri address, Exception inner)
    : Exception($"No Granary server answers at {address} ({inner.Message}). Start one with './grains up' or 'granary serve', or name it with --server.", inner);
