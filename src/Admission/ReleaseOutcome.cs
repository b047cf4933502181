namespace Granary.Admission;

/// <summary>How a call that held a lease ended. Closed set; each says what may be learned from it.</summary>
public enum ReleaseOutcome
{
    /// <summary>The answer is complete, for streams the last byte.</summary>
    Success,

    /// <summary>The provider refused for load: the limit is cut, the key blocked.</summary>
    RateLimited,

    /// <summary>The provider answered with an error; <see cref="ReleaseReport.ServerFault"/> tells trouble from a bad request.</summary>
    ProviderFailure,

    /// <summary>Time ran out after the outbound attempt had started.</summary>
    ProviderTimeout,

    /// <summary>The caller or a controller gave up. No evidence about the provider.</summary>
    LocalCancelled,

    /// <summary>A deadline of ours passed before the attempt started. No evidence about the provider.</summary>
    LocalTimeout,

    /// <summary>Our own fault. No evidence about the provider.</summary>
    UnexpectedException,
}
