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
#pragma warning disable RS0030 // A browser keeps the connections itself: there is nothing for a factory to look after.
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
#pragma warning restore RS0030
builder.Services.AddSingleton<HrBpmClient>();
builder.Services.AddLocalization();
builder.Services.AddMudServices();
builder.Services.AddSingleton<Session>();
builder.Services.AddSingleton<Preferences>();
builder.Services.AddSingleton<HrBpm.Designer.Inbox.InboxCounts>();
builder.Services.AddScoped<UndoBar>();

var host = builder.Build();
await host.Services.GetRequiredService<Preferences>().ReadAsync(host.Services.GetRequiredService<IJSRuntime>());
await host.RunAsync();
