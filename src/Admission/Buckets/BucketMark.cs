namespace Granary.Admission.Buckets;

/// <summary>
/// What a lease keeps of a bucket: how it stood right after the call's cost was taken. The answer's fields are compared with this, not with the
/// level of now, so that answers may come back in any order.
/// </summary>
/// <param name="Level">Units left after the cost.</param>
/// <param name="Spent">Units spent in all, the cost included.</param>
/// <param name="Corrected">Sum of the corrections made by answers until then: a later one may have told the same difference already.</param>
/// <param name="At">When.</param>
public readonly record struct BucketMark(double Level, double Spent, double Corrected, double At);
