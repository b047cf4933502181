namespace Granary.SocketLoops.Loops;

/// <summary>Samples the managed stack of a thread of this process. Any thread.</summary>
internal interface IStackSampler
{
    /// <summary>
    /// Starts a sample unless one was taken lately, and returns at once; <paramref name="done"/> hears the frames, innermost first, or none. The sample
    /// is given up when <paramref name="wanted"/> says so.
    /// </summary>
    void Request(int threadId, Func<bool> wanted, Action<IReadOnlyList<string>> done);
}
