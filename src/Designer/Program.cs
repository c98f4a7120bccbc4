using HrBpm.Designer;
using HrBpm.Designer.Api;
using HrBpm.Designer.Layout;
using HrBpm.Designer.SignIn;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.JSInterop;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.Services.AddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // In a browser there are no connections to pool: each request is a fetch.
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
#pragma warning restore RS0030
builder.Services.AddSingleton<HrBpmClient>();
builder.Services.AddLocalization();
builder.Services.AddMudServices();
builder.Services.AddSingleton<Session>();
builder.Services.AddSingleton<Preferences>();
builder.Services.AddSingleton<HrBpm.Designer.Inbox.InboxCounts>();
builder.Services.AddSingleton<HrBpm.Designer.Inbox.InboxLive>();
builder.Services.AddSingleton<HrBpm.Designer.TwoPersonRule.ConsentCounts>();
builder.Services.AddScoped<UndoBar>();
builder.Services.AddSingleton<HrBpm.Designer.Definitions.FlowStore>();
builder.Services.AddSingleton<HrBpm.Designer.Variants.VariantStore>();
builder.Services.AddSingleton<HrBpm.Designer.Definitions.FlowClipboard>();
builder.Services.AddSingleton<HrBpm.Designer.Versions.FlowTransfer>();
builder.Services.AddSingleton<HrBpm.Designer.Presence.FlowLive>();
builder.Services.AddSingleton<HrBpm.Designer.DryRuns.BrowserEngine>();
builder.Services.AddSingleton<HrBpm.Designer.DryRuns.DryValue>();

var host = builder.Build();
await host.Services.GetRequiredService<Preferences>().ReadAsync(host.Services.GetRequiredService<IJSRuntime>());
await host.RunAsync();
