using Antivirus.Functions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddAntivirus(args);
builder.Build().Run();
