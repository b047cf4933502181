using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>May keep a request of a recoverable route out of the journal. Every registered one is asked. Thread-safe; called once per request.</summary>
public interface IRecoveryFilter
{
    /// <summary>False: this request is not journaled and not recovered.</summary>
    bool Includes(HttpContext context);
}
