using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Granary.Executors;
using Granary.Grains.Jobs.Running;

namespace Granary.Grains.Tests.Jobs;

public sealed class JobVerdictTests
{
    [Theory]
    [InlineData(TaskFailureCodes.WorkerLost, JobEndKind.Lost, true)]
    [InlineData(TaskFailureCodes.Stopped, JobEndKind.Released, true)]
    [InlineData(TaskFailureCodes.Cancelled, JobEndKind.Released, true)]
    [InlineData(TaskFailureCodes.Failed, JobEndKind.Failed, false)]
    [InlineData(TaskFailureCodes.TimedOut, JobEndKind.Failed, false)]
    [InlineData(TaskFailureCodes.UnknownPool, JobEndKind.Failed, true)]
    [InlineData(TaskFailureCodes.UnknownHandler, JobEndKind.Failed, true)]
    [InlineData(TaskFailureCodes.InvalidInput, JobEndKind.Failed, true)]
    [InlineData(TaskFailureCodes.ArgumentNotSerializable, JobEndKind.Failed, true)]
    [InlineData(TaskFailureCodes.ResultNotSerializable, JobEndKind.Failed, true)]
    [InlineData(TaskFailureCodes.PayloadTooLarge, JobEndKind.Failed, true)]
    public void Each_failure_has_its_verdict(string code, JobEndKind kind, bool final)
    {
        Assert.False(JobVerdict.IsForNow(code));
        Assert.Equal((kind, final), (JobVerdict.Of(code), JobVerdict.IsFinal(code)));
    }

    [Theory]
    [InlineData(TaskFailureCodes.Overloaded)]
    [InlineData(TaskFailureCodes.Unhealthy)]
    [InlineData(TaskFailureCodes.NoCapableSilo)]
    public void Pool_that_cannot_take_it_now_ends_nothing(string code) => Assert.True(JobVerdict.IsForNow(code));

    [Fact]
    public void Every_code_of_the_pools_travels_under_its_own_name() =>
        Assert.Subset(
            TaskFailureCodes.All.ToHashSet(StringComparer.Ordinal),
            typeof(TaskFailureCodes).GetFields().Select(static field => (string)field.GetRawConstantValue()!).ToHashSet(StringComparer.Ordinal));
}
