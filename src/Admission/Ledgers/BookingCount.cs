namespace Granary.Admission.Ledgers;

/// <summary>What one booking adds to the sums of its domain.</summary>
internal readonly record struct BookingCount(int Charged, int InUse, int InFlight, int Wanted, bool Short);
