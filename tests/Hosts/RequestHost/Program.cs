using Granary.Api;
using Granary.Api.Callers;
using Granary.Api.Recovery;
using Granary.Api.Requests;
using Granary.Journal;
using Granary.RequestHost;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.Sources.Clear();
builder.Configuration.AddCommandLine(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Logging.AddSimpleConsole();
builder.Logging.SetMinimumLevel(LogLevel.Critical);
builder.Services.AddSingleton(TimeProvider.System);
if (builder.Configuration["Journal:Backend"] is null)
{
    builder.Services.AddSingleton<IJournalBackend>(new FolderJournal(builder.Configuration["folder"]!, builder.Configuration["kill-at"]));
}
else
{
    builder.Services.AddGranaryJournal(builder.Configuration, builder.Configuration["folder"]!);
}

builder.Services.AddGranaryRecovery(builder.Configuration);
var app = builder.Build();
app.UseMiddleware<RequestIdentity>();
app.UseMiddleware<UnhandledErrors>();
app.UseGranaryRecovery();
RequestEndpoints.Map(app);
JournalEndpoints.Map(app);
new WorkEndpoint().Map(app);
await app.StartAsync();
Console.WriteLine($"Serving on {app.Urls.Single()}");
await ((IHost)app).WaitForShutdownAsync();
