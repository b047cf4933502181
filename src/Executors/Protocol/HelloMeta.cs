namespace Granary.Executors.Protocol;

/// <summary>Meta of <see cref="FrameType.Hello"/>.</summary>
internal sealed record HelloMeta(int MinProtocol, int MaxProtocol, string Runtime, string Version, int Pid, string Token);
