using Granary.Embedded.Runtime;

namespace Granary.Embedded;

/// <summary>Options of streams of results.</summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>At most that many elements travel in one answer. No effect on what is not the result of a grain call.</summary>
    public static IAsyncEnumerable<T> WithBatchSize<T>(this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchSize, 1);
        return self is GrainStream<T> stream ? stream.WithBatchSize(maxBatchSize) : self;
    }
}
