using Granary.Abstractions.Idempotency;
using Granary.Journal.Requests;

namespace Granary.Api.Recovery;

/// <summary>How an attempt ended, with the answer that the journal has to keep.</summary>
internal readonly record struct ReplayResult(AttemptOutcome Outcome, KeptAnswer? Answer = null);
