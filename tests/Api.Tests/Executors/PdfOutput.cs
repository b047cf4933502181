namespace Granary.Api.Tests.Executors;

internal sealed record PdfOutput(int Pages);
