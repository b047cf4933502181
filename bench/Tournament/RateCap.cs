using Granary.Admission.Buckets;

namespace Granary.Tournament;

/// <summary>A hidden bucket of the provider.</summary>
/// <param name="Kind">Requests or tokens.</param>
/// <param name="PerMinute">Units per minute.</param>
/// <param name="SizeSeconds">How many seconds' worth it holds.</param>
/// <param name="Knowledge">How the caller knows.</param>
internal sealed record RateCap(BucketKind Kind, double PerMinute, double SizeSeconds, Knowledge Knowledge);
