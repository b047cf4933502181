namespace Granary.Executors.Protocol;

/// <summary>The other side broke the protocol; nothing it says any more can be trusted.</summary>
internal sealed class ProtocolException(string message, Exception? inner = null) : Exception(message, inner);
