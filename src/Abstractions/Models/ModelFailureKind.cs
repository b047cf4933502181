namespace Granary.Abstractions.Models;

/// <summary>Why a model call failed (spec: the table of the model-request executor).</summary>
public enum ModelFailureKind
{
    /// <summary>Quota or billing refusal; the gate closes. Not retryable.</summary>
    QuotaExceeded,

    /// <summary>The provider refused for load (429). Retryable.</summary>
    RateLimit,

    /// <summary>408, the provider gave no answer in time, or an admission denial without a lease. Retryable.</summary>
    Timeout,

    /// <summary>Connection failed, reset, or the answer was cut or malformed. Retryable.</summary>
    ApiConnection,

    /// <summary>5xx. Retryable.</summary>
    InternalServer,

    /// <summary>401. Not retryable.</summary>
    Authentication,

    /// <summary>403. Not retryable.</summary>
    Permission,

    /// <summary>404. Not retryable.</summary>
    NotFound,

    /// <summary>413, or 400 about context length. Not retryable.</summary>
    ContextWindow,

    /// <summary>422. Not retryable.</summary>
    Unprocessable,

    /// <summary>400. Not retryable.</summary>
    BadRequest,

    /// <summary>400 about parameters. Not retryable.</summary>
    UnsupportedParameters,

    /// <summary>Any other status. Not retryable.</summary>
    ApiError,

    /// <summary>The wait for a permit ran out. Retryable.</summary>
    RequestAdmissionTimeout,

    /// <summary>The alias is not known, or not permitted to the tenant. Not retryable.</summary>
    HardPolicyDenial,

    /// <summary>This process is draining. Retryable elsewhere.</summary>
    Shutdown,

    /// <summary>The caller's own deadline passed, waiting or in the middle of the call; the provider may be as well as ever. Retryable.</summary>
    DeadlineExceeded,
}
