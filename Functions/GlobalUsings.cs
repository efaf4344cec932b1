#if AZURE_FUNCTIONS
global using Microsoft.Azure.Functions.Worker;
global using Microsoft.Azure.Functions.Worker.Builder;
#else
global using Antivirus.LocalHost;
#endif
