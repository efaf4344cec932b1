# The campus server's image: the app on its own host, without Azure. Storage is Azurite or a real account (compose.yaml).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
# The page is bundled with Node.js.
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig host.json local.settings.sample.json ./
COPY Model/ Model/
COPY Portal/ Portal/
COPY Blobs/ Blobs/
COPY Storage/ Storage/
COPY LocalHost/ LocalHost/
COPY Functions/ Functions/
RUN dotnet publish Functions -c Release -a $TARGETARCH -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The pickup folder; the rest of the file system may be read-only.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
ENV ASPNETCORE_URLS=http://0.0.0.0:7071 \
    DOTNET_EnableDiagnostics=0 \
    Email__PickupFolder=/data/correo
VOLUME /data
EXPOSE 7071
STOPSIGNAL SIGTERM
# The image has no curl; bash speaks TCP.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --start-interval=2s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/7071 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["dotnet", "Antivirus.Functions.dll"]
